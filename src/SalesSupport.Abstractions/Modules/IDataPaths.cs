namespace SalesSupport.Abstractions;

/// <summary>Folders that the house keeps for modules.</summary>
public interface IDataPaths
{
    /// <summary>Where keys are kept (data protection, signing). Belongs to the backup; readable by the service's own account only.</summary>
    string Keys { get; }
}
